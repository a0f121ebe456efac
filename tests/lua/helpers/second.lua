return require "helpers.first"
