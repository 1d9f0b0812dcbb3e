/** {@code fer serve}. */
@NullMarked
package io.github.deepfer.cli.serve;

import org.jspecify.annotations.NullMarked;
