/** {@code fer sample}. */
@NullMarked
package io.github.deepfer.cli.sample;

import org.jspecify.annotations.NullMarked;
