/** The commands that fetch and verify model files. */
@NullMarked
package io.github.deepfer.examples.models;

import org.jspecify.annotations.NullMarked;
