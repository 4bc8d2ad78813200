"""Every word that we send, and the rendering of it."""
