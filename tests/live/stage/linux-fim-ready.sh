# fails as installed: no tool is there
