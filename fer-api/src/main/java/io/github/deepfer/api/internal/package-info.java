/** Discovery and choice of providers. */
@NullMarked
package io.github.deepfer.api.internal;

import org.jspecify.annotations.NullMarked;
