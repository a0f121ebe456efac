return require "helpers.second"
