/** The command that measures a classifier on labelled faces. */
@NullMarked
package io.github.deepfer.cli.evaluate;

import org.jspecify.annotations.NullMarked;
