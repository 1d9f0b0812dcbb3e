/** The key frames of VP8 (RFC 6386), the lossy pictures of WebP. */
@NullMarked
package io.github.deepfer.api.internal.image.vp8;

import org.jspecify.annotations.NullMarked;
