"""The desk in a browser: who may come in, one desk a person, and the small web server around textual-serve.

Textual-serve runs the app and brings the terminal for the browser. It checks nobody, lists its folders and starts a
process for everyone who connects; that is what the modules here put before it. The only place that imports aiohttp.
"""
