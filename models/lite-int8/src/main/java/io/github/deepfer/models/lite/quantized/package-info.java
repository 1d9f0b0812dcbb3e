/** The edge network quantised to int8, its hash and its model card. */
@NullMarked
package io.github.deepfer.models.lite.quantized;

import org.jspecify.annotations.NullMarked;
