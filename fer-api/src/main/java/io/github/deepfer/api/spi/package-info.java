/** What a backend implements to be found and used by {@link io.github.deepfer.api.Pipeline}. */
@NullMarked
package io.github.deepfer.api.spi;

import org.jspecify.annotations.NullMarked;
