/** The command line. */
@NullMarked
package io.github.deepfer.examples;

import org.jspecify.annotations.NullMarked;
