/** Step 2: superseded events stop here. */
@NullMarked
package io.imgsrch.operators.guard;

import org.jspecify.annotations.NullMarked;
