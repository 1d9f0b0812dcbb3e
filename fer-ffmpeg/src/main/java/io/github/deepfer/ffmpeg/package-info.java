/** Video files as a source of frames, and frames as a video file. */
@NullMarked
package io.github.deepfer.ffmpeg;

import org.jspecify.annotations.NullMarked;
