/** Discovery and choice of providers. */
@NullMarked
package io.github.deepfer.internal;

import org.jspecify.annotations.NullMarked;
