/** Dead letters for people: read, shown, and written to their topics again. */
@NullMarked
package io.imgsrch.local.letters;

import org.jspecify.annotations.NullMarked;
