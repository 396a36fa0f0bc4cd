"""The commands of the workbench, by what they are about."""
