/** JPEG files, looked through before a decoder gets them. */
@NullMarked
package io.github.deepfer.api.internal.image.jpeg;

import org.jspecify.annotations.NullMarked;
