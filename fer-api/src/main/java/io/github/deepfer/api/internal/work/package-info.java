/** Work on threads of its own: bounded, in order, ended by a close. */
@NullMarked
package io.github.deepfer.api.internal.work;

import org.jspecify.annotations.NullMarked;
