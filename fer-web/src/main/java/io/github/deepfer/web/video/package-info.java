/** Videos that visitors sent: kept for as long as they are analyzed, and what is found on them. */
@NullMarked
package io.github.deepfer.web.video;

import org.jspecify.annotations.NullMarked;
