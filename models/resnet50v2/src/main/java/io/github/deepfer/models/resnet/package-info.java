/** ResNet50V2 for 48x48 grey faces, its hash and its model card. */
@NullMarked
package io.github.deepfer.models.resnet;

import org.jspecify.annotations.NullMarked;
