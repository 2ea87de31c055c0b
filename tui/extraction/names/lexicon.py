"""Word lists about English and about news: titles, roles, head nouns, countries. Written for Copydesk.

They are general knowledge of the language and of the world's states, no list of people, firms or towns.
"""


def words(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of `text`, which commas separate."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


HONORIFICS = words("""
    Mr Mrs Ms Miss Mister Messrs Mx Dr Drs Prof Professor Sir Dame Madam Madame Monsieur Mme Herr Frau Don Doña Señor
    Sen Rep Gov Lt Col Gen Capt Sgt Maj Brig Adm Cmdr Cpl Pvt Insp Supt Hon Rev Fr Sr Judge Justice Senator
    Congressman Congresswoman Lieutenant Colonel General Captain Sergeant Major Brigadier Admiral Commander Corporal
    Constable Inspector Superintendent Detective Sheikh Shaikh Sheik Sheikha Imam Ayatollah Mullah Maulana Maulvi
    Mufti Rabbi Reverend Bishop Archbishop Cardinal Pope Pastor Father Sister Brother Prophet Haji Hajj Alhaji Shri
    Sri Smt Datuk Dato Datin Tun Lord Lady Baroness Baron Count Countess Engr Eng Atty Barrister Advocate Nana
    Archdeacon Canon Sultan Maharaja Sheriff
""")
"""Titles that stand right before a person's name."""

OFFICES = phrases("""
    President, Vice President, Vice-President, Prime Minister, Deputy Prime Minister, Premier, Chancellor, Minister,
    Foreign Minister, Finance Minister, Defence Minister, Defense Minister, Interior Minister, Health Minister,
    Chief Minister, Home Minister, Energy Minister, Education Minister, Justice Minister, Secretary, Governor, Mayor,
    King, Queen, Prince, Princess, Crown Prince, Emir, Amir, Emperor, Empress, Duke, Duchess, Ambassador, Chairman,
    Chairwoman, Chairperson, Chief Executive, CEO, Director, Managing Director, Director General, Director-General,
    Secretary General, Secretary-General, Speaker, Attorney General, MP, MLA, Coach, Chief, Chief Justice, First Lady,
    Councillor, Commissioner, Congressman, Deputy, Lawyer, Captain, Manager, Analyst, Economist, Spokesman,
    Spokeswoman, Spokesperson, Executive Director, Deputy Director, Police Chief, Army Chief
""")
"""Offices that are written with a capital before the holder's name."""

ROLES = words("""
    president chancellor premier minister spokesman spokeswoman spokesperson chairman chairwoman chairperson director
    coach lawyer attorney activist actor actress singer author writer novelist poet journalist analyst economist
    striker midfielder defender goalkeeper captain winger forward pitcher quarterback golfer boxer professor
    researcher scientist historian lawmaker legislator senator governor mayor officer manager founder co-founder
    executive ambassador reporter correspondent photographer candidate politician leader editor secretary commissioner
    coordinator wife husband son daughter brother sister mother father uncle aunt cousin widow colleague resident
    farmer teacher student villager musician rapper artist painter sculptor filmmaker composer designer architect
    engineer chef businessman businesswoman entrepreneur billionaire investor banker trader prosecutor judge
    columnist presenter host comedian dancer model sergeant detective constable pilot astronaut doctor surgeon nurse
    physician psychologist vet goalscorer skipper debutant veteran teammate umpire referee strategist economist
""")
"""Nouns in lower case that name a person's part in the story and may stand right before a name."""

TITLES = (
    HONORIFICS
    | OFFICES
    | phrases("""
    Late, Former, Acting, Crown, Honourable, Honorable, Vice, Pres, Lieutenant General, Major General,
    Brigadier General, Lieutenant Colonel, Lt Gen, Maj Gen, Lt Col, Police Colonel, Supreme Leader,
    Foreign Secretary, Home Secretary, Defence Secretary, Defense Secretary, Sub-Inspector, Vice Chancellor,
    Vice-Chancellor, Under-Secretary, Grand Ayatollah, His Highness, Her Highness, His Excellency, Her Excellency,
    His Majesty, Her Majesty, Chief Inspector, Chief Superintendent, Vice Admiral, Rear Admiral, Air Marshal,
    Field Marshal, Minister of State, Group Captain, Squadron Leader, Archduke, Marquess, Viscount, Earl
""")
)
"""What the convention leaves out at the start of a person's name."""

ORG_HEADS = words("""
    Ministry Department Agency Authority Commission Committee Council Court Bank Party Association Union University
    College School Institute Institution Academy Foundation Federation Organization Organisation Corporation Company
    Group Holdings Ltd Limited Inc Corp Co LLC PLC Plc GmbH AG SA NV Society Congress Parliament Senate Assembly
    Bureau Board Office Secretariat Trust Fund Army Navy Police Force Forces Network Alliance Coalition League Club
    Team United FC News Times Post Herald Tribune Gazette Daily Press Media Broadcasting Airlines Airways Motors
    Industries Technologies Systems Services Consortium Chamber Confederation Taskforce Movement Front Brigade Embassy
    Consulate Faculty Laboratory Centre Center Observatory Commissariat Directorate Ombudsman Tribunal Cooperative
    Partners Capital Ventures Entertainment Studios Pictures Records Energy Petroleum Pharmaceuticals Insurance
    Securities Bancorp Telecom Electronics Electric Steel Mills Athletic Rovers Wanderers Regiment Battalion Guard
    Command Guards Commissioners Parliamentarians Caucus Cabinet Chambers Enterprises Solutions International Journal
    Newspaper Magazine Radio Television TV Orchestra Philharmonic Ballet Opera Church
""")
"""Head nouns (mostly last words) that make a name one of a body."""

ORG_OF = words("""
    Ministry Department University Bank Council Institute Association Office Commission Committee Court Chamber House
    Board Faculty College Bureau Academy Federation Union Organization Organisation Society School Directorate
    Confederation League Secretariat Embassy Consulate Authority Agency Centre Center
""")
"""First words that, before "of", "for" or "on", make a name one of a body."""

PLACE_HEADS = {
    "GPE": words("Province District County State Region Prefecture City Town Village Municipality Governorate "
                  "Republic Kingdom Emirates Territory Oblast Taluk Upazila Township Emirate Canton"),
    "LOC": words("River Lake Sea Ocean Bay Gulf Strait Mountains Mountain Valley Desert Peninsula Islands Island "
                  "Basin Delta Forest Canyon Coast Reef Hills Plateau Creek Falls Glacier Archipelago Park"),
    "FAC": words("Airport Bridge Highway Road Street Avenue Stadium Hospital Hotel Tower Museum Station Port Dam "
                  "Temple Mosque Cathedral Palace Mall Library Roundabout Interchange Expressway Square Building "
                  "Arena Boulevard Lane Terminal Prison Jail"),
}  # fmt: skip
THING_HEADS = {
    "EVENT": words("Cup Games Olympics Championship Championships Festival Summit Expo Day Week Prix Awards Marathon "
                    "War Revolution Pandemic Award Prize Tournament Conference Forum Election Elections"),
    "LAW": words("Act Treaty Constitution Convention Agreement Accord Protocol Bill Code Ordinance Pact Law "
                  "Amendment"),
}  # fmt: skip

PLACE_NOUNS = words("""
    province district city county state region town village island islands prefecture municipality governorate taluk
    upazila suburb neighbourhood neighborhood borough peninsula river valley area airport oblast township canton
    coast border desert department commune invasion mayor mayoral provincial residents constituency capital prosecutors
    economy police
""")
"""Nouns in lower case that follow the name of a place."""

PLACE_PREPOSITIONS = words("in In near Near across Across throughout towards toward around outside Outside Inside")
DIRECTIONS = words(
    "northern southern eastern western central north south east west downtown rural upstate northeastern northwestern "
    "southeastern southwestern northwest northeast southeast southwest neighbouring neighboring"
)
PLACE_OF = words(
    "city town village province district state region capital island port county municipality suburb outskirts north "
    "south east west northeast northwest southeast southwest streets residents coast people Republic Kingdom"
)
"""Nouns that, before "of", speak for a place."""

ORG_AFTER = words("""
    spokesman spokeswoman spokesperson chairman chairwoman chairperson CEO executives shares employees officials
    subsidiary headquarters lawmakers members board shareholders customers chief president director boss
    newspaper newspapers daily columnist coalition reporter correspondent staff partners branch website users
    leader leaders legislator lawmaker deputy candidate secretary-general founder co-founder management
    report team news data account accounts offices elections group operates
""")
"""Nouns that follow the name of a body."""

ORG_BEFORE = words("""
    company firm group party newspaper agency bank retailer manufacturer maker giant startup club carrier
    broadcaster daily magazine subsidiary platform insurer developer operator conglomerate chipmaker automaker
    union coalition website ruling opposition told lender airline miner brewer publisher studio network channel rival
    supermarket
""")
"""Nouns in lower case that stand before the name of a body."""

ORG_OF_ROLES = words("""
    director president founder co-founder CEO member members chairman chairwoman chairperson head boss leader owner
    owners subsidiary shares shareholders headquarters customers clients employees spokesman spokeswoman spokesperson
    analyst editor secretary-general general trustee trustees supporters branch website
""")
"""Nouns that, before "of" and "of the", speak for a body."""

PERSON_OF = words("""
    son daughter wife husband widow widower brother sister mother father parents nephew niece arrest murder killing
    assassination impeachment extradition lawyer lawyers
""")
"""Nouns that, before "of", speak for a person."""

PERSON_AFTER = words("who whose said says told added himself herself tweeted recalled insisted admitted joked "
                      "explained noted replied remembers thinks believes wrote smiled met scored died argued stressed "
                      "explains asked speaks lives expressed")  # fmt: skip
"""Words that follow the name of a person, most of them said of few things else."""

GENERIC = words("""
    State Government Agency Kingdom Council Party Church Court Commission Embassy Interior Education Finance Justice
    Executive Opposition Group Union Centre Center National World North South East West Board Ministry Department
    Bank Cabinet Republic University Institute Committee Association Authority Army Navy Police Office Company
    Corporation Society Federation Chamber Foundation Constitution Province District City County Region Municipality
    Academy Club Team Lecturer Professor Minister President Chairman Chief Director Governor Mayor Secretary
    Ambassador Speaker Judge Attorney General Deputy Health Energy Defence Defense Environment Agriculture Trade
    Transport Culture Tourism Science Sports Management Staff Members Project Plan Programme Program Act Bill Law
    Treaty Agreement Time Gender Mathematics Physics Chemistry Biology History English Bible Internet Covid
    Coronavirus Section Article Chapter Annex Photo Video Image Source Read Related Advertisement Figure Table Editor
    Reporter Correspondent Slideshow Reporting Writing Editing
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
""")
"""Common nouns that are no name when they stand alone, even with a capital."""

FIELDS = words("""
    Affairs Agriculture Communications Culture Defence Defense Development Economy Education Employment Energy
    Environment Finance Fisheries Foreign Forestry Gender Health Home Housing Immigration Industry Infrastructure
    Interior Justice Labor Labour Lands Planning Police Resources Science Security Sports Technology Tourism Trade
    Transport Transportation Treasury Water Welfare Works Youth
""")
"""What a ministry is for."""

ABBREVIATIONS = words("""
    AI LNG MoU MOU GDP CEO CFO COO CTO MP MPs MLA MLAs ATM ATMs IP VAT HIV AIDS DNA RNA NGO NGOs PhD SUV SUVs TV IT PR
    HR VIP UFO UV LED CM PM IGP SMS GPS PCR PPE ICU CCTV IPO ESG EV EVs SME SMEs MSME MSMEs FDI GST USD EUR GBP LPG
    CNG CO2 ID IDs PIN FAQ Q1 Q2 Q3 Q4 Covid COVID COVID-19 Covid-19 STEM LGBT LGBTQ LGBTQI+ BA MA MBA BSc MSc DUI DIY
    CBD PDF USB API APIs IoT 5G 4G 3G 2G WiFi ICT R&D B2B KPI KPIs SIM QR OTT NFT NFTs
""")
"""Abbreviations of common nouns."""

COUNTRIES = phrases("""
    Afghanistan, Albania, Algeria, Andorra, Angola, Antigua and Barbuda, Argentina, Armenia, Australia, Austria,
    Azerbaijan, Bahamas, Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia,
    Bosnia and Herzegovina, Bosnia, Botswana, Brazil, Britain, Brunei, Bulgaria, Burkina Faso, Burma, Burundi,
    Cabo Verde, Cambodia, Cameroon, Canada, Cape Verde, Central African Republic, Chad, Chile, China, Colombia,
    Comoros, Congo, Costa Rica, Croatia, Cuba, Cyprus, Czech Republic, Czechia, Democratic Republic of Congo,
    Democratic Republic of the Congo, Denmark, Djibouti, Dominica, Dominican Republic, East Timor, Ecuador, Egypt,
    El Salvador, England, Equatorial Guinea, Eritrea, Estonia, Eswatini, Ethiopia, Fiji, Finland, France, Gabon,
    Gambia, Georgia, Germany, Ghana, Great Britain, Greece, Greenland, Grenada, Guatemala, Guinea, Guinea-Bissau,
    Guyana, Haiti, Holland, Honduras, Hong Kong, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel,
    Italy, Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kiribati, Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia,
    Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania, Luxembourg, Macau, Macedonia, Madagascar, Malawi,
    Malaysia, Maldives, Mali, Malta, Marshall Islands, Mauritania, Mauritius, Mexico, Micronesia, Moldova, Monaco,
    Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nauru, Nepal, Netherlands, New Zealand, Nicaragua,
    Niger, Nigeria, North Korea, North Macedonia, Northern Ireland, Norway, Oman, Pakistan, Palau, Palestine, Panama,
    Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Puerto Rico, Qatar, Romania, Russia, Rwanda,
    Saint Lucia, Samoa, San Marino, Saudi Arabia, Scotland, Senegal, Serbia, Seychelles, Sierra Leone, Singapore,
    Slovakia, Slovenia, Solomon Islands, Somalia, Somaliland, South Africa, South Korea, South Sudan, Soviet Union,
    Spain, Sri Lanka, Sudan, Suriname, Swaziland, Sweden, Switzerland, Syria, Taiwan, Tajikistan, Tanzania, Thailand,
    Timor-Leste, Togo, Tonga, Trinidad and Tobago, Tunisia, Turkey, Türkiye, Turkmenistan, Tuvalu, Uganda, Ukraine,
    United Arab Emirates, United Kingdom, United States, United States of America, Uruguay, Uzbekistan, Vanuatu,
    Vatican City, Venezuela, Vietnam, Wales, Western Sahara, Yemen, Yugoslavia, Zambia, Zimbabwe, USA, U.S.A., U.S.,
    UK, U.K., UAE, U.A.E., US, DRC, Crimea, Kashmir, Catalonia, Tibet, Xinjiang, Gaza, West Bank
""")
CAPITALS = phrases("""
    Abu Dhabi, Abuja, Accra, Addis Ababa, Algiers, Amman, Amsterdam, Ankara, Antananarivo, Ashgabat, Asmara, Astana,
    Athens, Baghdad, Baku, Bamako, Bangkok, Bangui, Banjul, Beijing, Beirut, Belgrade, Belmopan, Berlin, Bern, Bishkek,
    Bissau, Bogotá, Brasília, Bratislava, Brazzaville, Brussels, Bucharest, Budapest, Buenos Aires, Bujumbura, Cairo,
    Canberra, Caracas, Chișinău, Colombo, Conakry, Copenhagen, Dakar, Damascus, Dhaka, Dili, Djibouti City, Dodoma,
    Doha, Dublin, Dushanbe, Freetown, Gaborone, Gitega, Guatemala City, Hanoi, Harare, Havana, Helsinki, Islamabad,
    Jakarta, Jerusalem, Juba, Kabul, Kampala, Kathmandu, Khartoum, Kigali, Kinshasa, Kyiv, Kiev,
    Kuala Lumpur, Kuwait City, Libreville, Lilongwe, Lisbon, Ljubljana, Lomé, London, Luanda, Lusaka, Madrid,
    Malabo, Managua, Manama, Manila, Maputo, Maseru, Mbabane, Mexico City, Minsk, Mogadishu,
    Monrovia, Montevideo, Moscow, Muscat, N'Djamena, Nairobi,
    Naypyidaw, New Delhi, Niamey, Nicosia, Nouakchott, Nur-Sultan, Oslo, Ottawa, Ouagadougou, Panama City, Paramaribo,
    Paris, Phnom Penh, Port Louis, Port Moresby, Port-au-Prince, Porto-Novo, Prague, Praia, Pretoria, Pristina,
    Pyongyang, Quito, Rabat, Reykjavik, Reykjavík, Riga, Riyadh, Rome, San Salvador, Sana'a, Sanaa, Santo Domingo,
    Sarajevo, Seoul, Skopje, Sofia, Stockholm, Suva, Taipei, Tallinn, Tashkent, Tbilisi, Tegucigalpa, Tehran, Thimphu,
    Tirana, Tokyo, Tripoli, Tunis, Ulaanbaatar, Vaduz, Valletta, Vienna, Vientiane, Vilnius, Warsaw, Washington,
    Washington DC, Washington D.C., Wellington, Windhoek, Yamoussoukro, Yaoundé, Yerevan, Zagreb, New York,
    New York City, Los Angeles, Shanghai, Tel Aviv, Istanbul, Mumbai, Delhi, Karachi, Lagos, Johannesburg, Cape Town,
    São Paulo, Rio de Janeiro, Toronto, Montreal, Vancouver, Chicago, San Francisco, Dubai, Geneva, Zurich, Frankfurt,
    Munich, Hamburg, Milan, Naples, Barcelona, Kharkiv, Odesa, Mariupol, Sevastopol, Gaza City, Hong Kong
""")
"""Capitals of states, and other cities of several millions or of the news everywhere."""
CONTINENTS = phrases("""
    Africa, Asia, Europe, Antarctica, South America, North America, Central America, Latin America, Middle East,
    Central Asia, South Asia, Southeast Asia, South-East Asia, East Asia, East Africa, West Africa, North Africa,
    Southern Africa, Sub-Saharan Africa, Western Europe, Eastern Europe, Central Europe, Northern Europe,
    Southern Europe, Caribbean, Balkans, Scandinavia, Sahel, Pacific, Atlantic, Indian Ocean, Mediterranean, Arctic,
    Horn of Africa, Oceania, Far East, Near East, Maghreb, Red Sea, Black Sea, Caucasus
""")
AMBIGUOUS = words("""
    jordan georgia chad israel guinea mali cuba niger turkey peru monaco jersey macedonia togo malta dominica congo
    grenada holland england ireland britain wales france pacific atlantic washington wellington paris london sofia
    victoria milan vienna geneva delhi
""")
"""Folded country names that are also names of people or parts of other names: never taken for a country unseen."""

DEMONYMS = words("""
    Afghan Afghans African Africans Albanian Albanians Algerian Algerians American Americans Angolan Angolans Arab
    Arabs Argentine Argentines Argentinian Armenian Armenians Asian Asians Australian Australians Austrian Austrians
    Azerbaijani Bangladeshi Bangladeshis Belarusian Belarusians Belgian Belgians Bolivian Bolivians Bosnian Bosnians
    Brazilian Brazilians British Bulgarian Bulgarians Burmese Cambodian Cambodians Canadian Canadians Catalan Catalans
    Chilean Chileans Chinese Colombian Colombians Congolese Croatian Croatians Cuban Cubans Cypriot Cypriots Czech
    Czechs Danish Dutch Ecuadorian Ecuadorians Egyptian Egyptians Emirati Emiratis Eritrean Estonian Estonians
    Ethiopian Ethiopians European Europeans Filipino Filipinos Finnish French Gambian Gambians Georgian Georgians
    German Germans Ghanaian Ghanaians Greek Greeks Guatemalan Guatemalans Haitian Haitians Honduran Hondurans
    Hungarian Hungarians Icelandic Indian Indians Indonesian Indonesians Iranian Iranians Iraqi Iraqis Irish Israeli
    Israelis Italian Italians Ivorian Jamaican Jamaicans Japanese Jordanian Jordanians Kazakh Kazakhs Kenyan Kenyans
    Korean Koreans Kurdish Kurds Kuwaiti Kuwaitis Laotian Latvian Latvians Lebanese Liberian Liberians Libyan Libyans
    Lithuanian Lithuanians Malaysian Malaysians Malian Malians Maltese Mauritian Mauritians Mexican Mexicans Moldovan
    Mongolian Moroccan Moroccans Mozambican Namibian Namibians Nepali Nepalese Nicaraguan Nicaraguans Nigerian
    Nigerians Norwegian Norwegians Omani Omanis Pakistani Pakistanis Palestinian Palestinians Panamanian Panamanians
    Paraguayan Paraguayans Peruvian Peruvians Polish Portuguese Qatari Qataris Romanian Romanians Russian Russians
    Rwandan Rwandans Salvadoran Salvadorans Saudi Saudis Scottish Senegalese Serbian Serbians Serbs Singaporean
    Singaporeans Slovak Slovaks Slovenian Slovenians Somali Somalis Spaniard Spaniards Spanish Sudanese Swedish Swiss
    Syrian Syrians Taiwanese Tanzanian Tanzanians Thai Thais Tibetan Tibetans Tunisian Tunisians Turk Turkish Turks
    Ugandan Ugandans Ukrainian Ukrainians Uruguayan Uruguayans Uyghur Uyghurs Venezuelan Venezuelans Vietnamese Welsh
    Yemeni Yemenis Zambian Zambians Zimbabwean Zimbabweans Muslim Muslims Christian Christians Hindu Hindus Jewish Jews
    Catholic Catholics Buddhist Buddhists Sikh Sikhs Sunni Sunnis Shia Shias Shiite Shiites Protestant Protestants
    Orthodox Islamic Islamist Islamists Republicans Democrats Indigenous Aboriginal Maori Hispanic Latino Latinos
    Nordic Baltic Aymara Bahraini Bahrainis Basque Basques Belizean Belizeans Bengalis Beninese Berbers Bhutanese Briton
    Britons Burkinabe Burkinabé Burundian Burundians Cameroonian Cameroonians Chadian Chadians Chechen Chechens Dalit
    Dalits Danes Djiboutian Ecuadorean Ecuadoreans Equatoguinean Evangelicals Fijian Fijians Finns Fulani Gabonese
    Guyanese Hausa Hazaras Hutu Hutus Igbo Inuit Kosovar Kosovars Kyrgyz Macedonian Macedonians Malagasy Malawian
    Malawians Malays Maldivian Maldivians Māori Mapuche Mauritanian Mauritanians Métis Montenegrin Montenegrins Nigerien
    Nigeriens Pashtun Pashtuns Poles Punjabis Quechua Rohingya Rohingyas Sámi Samoan Samoans Scots Seychellois Sinhalese
    Swedes Tajik Tajiks Tamils Tatars Togolese Tongan Tongans Trinidadian Trinidadians Tuareg Turkmen Tutsi Tutsis
    Uighur Uighurs Uzbek Uzbeks Yoruba Zulus
""")

FUNCTION_WORDS = words("""
    the a an in on at for with but and or as if when while after before by from to of since until because although
    though that this these those he she it they we i you his her its their our my your meanwhile however earlier
    later yesterday today both like unlike under over during about according then so now even also only former late
    said says not no yes there here what why how who which where one two three most many some all every another
    more less last next first second new old
""")

NOT_A_FIRST_NAME = ORG_HEADS | words("""
    Public Manager Elections Election Secretary Counsel Branch House Hospital Director Partner Staff Officer Affairs
    Hai Tourism World Universe Freedom Executive Investigator Hospital Sciences State General Minister Of And
""")
"""Words that after a title make no person's name ("General Staff", "Prime Minister Office")."""
