/** Step 3: the pictures' bytes. */
@NullMarked
package io.imgsrch.operators.fetch;

import org.jspecify.annotations.NullMarked;
