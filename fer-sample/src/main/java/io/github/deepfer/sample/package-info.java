/** A video of which it is known who shows which emotion when. */
@NullMarked
package io.github.deepfer.sample;

import org.jspecify.annotations.NullMarked;
