/** {@code fer serve}. */
@NullMarked
package io.github.deepfer.examples.serve;

import org.jspecify.annotations.NullMarked;
