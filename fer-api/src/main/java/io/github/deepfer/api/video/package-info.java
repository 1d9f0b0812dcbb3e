/** Videos and cameras: faces that keep their identity over frames, and their smoothed emotions. */
@NullMarked
package io.github.deepfer.api.video;

import org.jspecify.annotations.NullMarked;
