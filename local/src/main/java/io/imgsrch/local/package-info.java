/** The one-machine platform: servers and jobs together. */
@NullMarked
package io.imgsrch.local;

import org.jspecify.annotations.NullMarked;
