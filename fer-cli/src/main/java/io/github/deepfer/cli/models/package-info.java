/** The commands that fetch and verify model files. */
@NullMarked
package io.github.deepfer.cli.models;

import org.jspecify.annotations.NullMarked;
