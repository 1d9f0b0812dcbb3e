/** Pictures from and to {@link java.awt.image.BufferedImage}. */
@NullMarked
package io.github.deepfer.awt;

import org.jspecify.annotations.NullMarked;
