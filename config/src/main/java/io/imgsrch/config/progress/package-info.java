/** How the jobs tell how far they are. */
@NullMarked
package io.imgsrch.config.progress;

import org.jspecify.annotations.NullMarked;
