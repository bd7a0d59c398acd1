/**
 * Webhooks: sends messages to addresses of an account when its executions have ended, in the form of Standard Webhooks.
 *
 * <p>Promise: each registered webhook gets the end of a stored execution at least once, if its address
 * accepts a message within some three days. A receiver recognises repetitions by {@code webhook-id} and forgeries by
 * {@code webhook-signature}.
 *
 * <ol>
 *   <li>A delivery is stored in the transaction that ends the execution. It holds no content of the execution: the body
 *       is made at each attempt, from what is stored then.
 *   <li>Any node makes an attempt that is due. It claims the delivery in a short transaction, sends without one, and
 *       stores the result in another one. A claim that has no result becomes due again.
 *   <li>The pauses between attempts grow from 5 seconds to 24 hours; an answer with {@code Retry-After} may lengthen
 *       them. After the last attempt, and after an answer 410, the delivery is parked. Administrators see it and
 *       redeliver it by hand, with the same id. An address that fails gets no other attempts for a while. An answer 410
 *       disables the webhook. A failure of this service counts as an attempt, but not as a failure of the address. An
 *       attempt for which the node has no room counts as none.
 *   <li>Accounts take turns. At each node, an account and a webhook have a limited share of the attempts at one time.
 *       An account and a host have a limited share of the look-ups of names. A disabled account gets no attempts.
 *   <li>A request goes to exactly the address that was checked. Addresses that are not public are refused unless
 *       {@code escriba.webhooks.allowed-networks} has them. Redirects are not followed. Time and sizes are limited.
 *       That includes the look-up of the name.
 *   <li>A secret is stored sealed with a key that is derived from the pepper. It is shown once. After a rotation, the
 *       former secret signs too for {@code escriba.webhooks.secret-overlap}, and is then erased. After a change of the
 *       pepper, secrets are sealed again.
 *   <li>A webhook of a credential that may not read the instances of its account gets the executions of that credential
 *       alone.
 *   <li>Deliveries are deleted {@code escriba.webhooks.retention} after their end.
 * </ol>
 */
package dev.escriba.webhooks;
