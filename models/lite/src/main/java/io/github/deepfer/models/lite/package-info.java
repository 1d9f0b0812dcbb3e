/** The edge network, its hash and its model card. */
@NullMarked
package io.github.deepfer.models.lite;

import org.jspecify.annotations.NullMarked;
