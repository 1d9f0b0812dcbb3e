/** The command line. */
@NullMarked
package io.github.deepfer.cli;

import org.jspecify.annotations.NullMarked;
