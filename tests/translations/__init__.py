"""The texts of the window and their translations: found in the sources, kept in .ts files, compiled to .qm files."""
