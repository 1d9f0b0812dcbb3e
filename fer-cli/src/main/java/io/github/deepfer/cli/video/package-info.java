/** The command that follows faces through a video. */
@NullMarked
package io.github.deepfer.cli.video;

import org.jspecify.annotations.NullMarked;
