import type { PgBouncerOptions } from './options';
import { at } from '../../core/values/errors';
import { checkCount, checkDuration } from '../../core/values/quantities';
import { ConnectionPooling } from '../../primitives/endpoint';
import { ProxyContext } from '../proxy-plan';

/** Fails for what PgBouncer cannot do, or would read otherwise. */
export function checkPgBouncer(options: PgBouncerOptions, { owner, upstreams }: ProxyContext): void {
  if (!Object.values(ConnectionPooling).includes(options?.pooling)) {
    throw new Error(`pooling ${JSON.stringify(options?.pooling)} of ${at(owner)} is not valid: use one of ConnectionPooling`);
  }
  if (upstreams.length > 1) {
    throw new Error(`${upstreams.length} upstreams of ${at(owner)} are too many for AmbassadorProgram.pgBouncer(), which has one port: create an ambassador for each`);
  }
  const [{ name, options: { connectionPool, tls } }] = upstreams;
  const upstream = `upstream '${name}' of ${at(owner)}`;
  if (tls?.serverName !== undefined) {
    throw new Error(`serverName of ${upstream} cannot be done by AmbassadorProgram.pgBouncer(), which verifies the host: use that name as the host`);
  }
  if (connectionPool?.maxRequestsPerConnection !== undefined) {
    throw new Error(`maxRequestsPerConnection of ${upstream} cannot be done by AmbassadorProgram.pgBouncer(): use its 'serverLifetime'`);
  }
  if (connectionPool?.maxConnections !== undefined && options.databases?.length !== 1) {
    throw new Error(`maxConnections of ${upstream} cannot be done by AmbassadorProgram.pgBouncer() for more than one database, because it counts each one separately:`
      + ' list your only database in \'databases\', or use its \'poolSize\'');
  }
  checkUsers(options, owner);
  checkDatabases(options, owner);
  checkParameters(options, owner);
  checkFigures(options, owner);
}

type Where = ProxyContext['owner'];

function checkUsers({ users }: PgBouncerOptions, owner: Where): void {
  if (!users?.length) {
    throw new Error(`users of ${at(owner)} are empty: list those that the app logs in as, or give Upstream.database() a database with 'user' and 'password'`);
  }
  const names = users.map((user) => user?.user ?? '');
  for (const [index, user] of names.entries()) {
    if (user.trim() === '' || /[\0-\x1f\x7f]/.test(user) || Buffer.byteLength(user) > 63) {
      throw new Error(`user ${JSON.stringify(user)} of ${at(owner)} is not a valid name for a user: use 1 to 63 bytes without control characters`);
    }
    if (names.indexOf(user) < index) {
      throw new Error(`user '${user}' of ${at(owner)} is named twice: leave one of them out`);
    }
  }
}

/** PgBouncer has no quotes for the name in front of a database. */
function checkDatabases({ databases }: PgBouncerOptions, owner: Where): void {
  if (databases?.length === 0) {
    throw new Error(`databases of ${at(owner)} are empty: name at least one, or leave them out for any`);
  }
  const wrong = databases?.map((database) => database ?? '').find((database) => !/^[A-Za-z0-9_.-]{1,63}$/.test(database) || database === 'pgbouncer');
  if (wrong !== undefined) {
    throw new Error(`database ${JSON.stringify(wrong)} of ${at(owner)} cannot be written in a configuration of PgBouncer:`
      + ' use letters, digits, \'_\', \'.\' and \'-\', but not \'pgbouncer\', or leave \'databases\' out for any');
  }
}

/** A list without quotes. */
function checkParameters({ ignoredStartupParameters = [] }: PgBouncerOptions, owner: Where): void {
  const wrong = ignoredStartupParameters.find((parameter) => typeof parameter !== 'string' || !/^[A-Za-z_][A-Za-z0-9_.]*$/.test(parameter));
  if (wrong !== undefined) {
    throw new Error(`startup parameter ${JSON.stringify(wrong)} of ${at(owner)} is not a valid name for a parameter: use letters, digits, '_' and '.', as in 'search_path'`);
  }
}

function checkFigures(options: PgBouncerOptions, owner: Where): void {
  for (const what of ['poolSize', 'maxClients', 'maxPreparedStatements'] as const) {
    checkCount(what, options[what], owner);
  }
  for (const what of ['queryTimeout', 'queryWaitTimeout', 'idleTransactionTimeout', 'serverLifetime', 'serverIdleTimeout', 'reportInterval'] as const) {
    checkDuration(what, options[what], owner);
  }
}
