/** The command that measures a classifier on labelled faces. */
@NullMarked
package io.github.deepfer.examples.evaluate;

import org.jspecify.annotations.NullMarked;
