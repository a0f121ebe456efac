return function( end
