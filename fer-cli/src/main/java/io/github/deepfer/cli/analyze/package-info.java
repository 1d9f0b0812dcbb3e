/** The command that finds and names the faces of pictures. */
@NullMarked
package io.github.deepfer.cli.analyze;

import org.jspecify.annotations.NullMarked;
