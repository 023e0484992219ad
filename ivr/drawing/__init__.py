"""The flow as a picture: what it shows (`graph`), where it stands (`layout`), SVG and Mermaid. Pure."""
