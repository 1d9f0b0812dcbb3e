/** WebP (RFC 9649): its container, opacity, and the lossless pictures of VP8L. */
@NullMarked
package io.github.deepfer.api.internal.image.webp;

import org.jspecify.annotations.NullMarked;
