"""The contests, one file each; a file gives its contests through `contests(session)`."""
