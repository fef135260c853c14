// Secrets known by where they stand: in addresses, headers, commands and the files of well-known tools. What a command says before its
// password never holds the command's own name again: so that no part of a line is read from each of its names.
import { type Kind, kind } from './kind.ts';

export const places: readonly Kind[] = [
  // The password of a URL of any scheme; a token alone before the host.
  kind(['://'], /:\/\/[^\s:@/<>"'`]{0,256}:([^\s@/<>"'`]{1,256})@/),
  kind(['://'], /:\/\/([A-Za-z0-9_-]{32,256})@/),
  kind(['jdbc:oracle:'], /jdbc:oracle:\w{1,10}:[^\s/:@]{1,64}\/([^\s@/]{1,128})@/i),
  kind(['sqlplus'], /sqlplus[ \t]{1,4}(?:-\w{1,8}[ \t]{1,4}){0,3}[\w.]{1,64}\/([^\s@/]{3,128})@/i),
  // Headers as HTTP libraries print them. The scheme is required: "authorization: required" is prose.
  kind(
    ['authorization'],
    /authorization["']{0,2}[\])]?\s{0,3}[:=,]\s{0,3}["']?(?:bearer|basic|token|apikey|bot|negotiate|ntlm|key|aws4-hmac-sha256)\s{1,3}([^\s"',;]{6,8192})/i,
    2,
  ),
  kind(
    ['authorization'],
    /authorization["']{0,2}\s{0,3}[:=]\s{0,3}["']?digest (?:(?!digest )[^\n]){0,600}?response="?([0-9a-f]{32,128})/i,
  ),
  kind(['bearer '], /bearer[ \t]{1,3}([\w.~+/-]{20,4096}={0,2})/i, 3.3),
  kind(['auth plain', 'auth login'], /auth (?:plain|login)[ \t]{1,3}([A-Za-z0-9+/]{8,512}={0,2})/i),
  kind(['_auth'], /_auth["']?[ \t]{0,4}[=:][ \t]{0,4}["']?([A-Za-z0-9+/]{8,2048}={0,2})/, 2),
  kind(['_authtoken'], /_authToken["']?[ \t]{0,4}[=:][ \t]{0,4}["']?([^\s$<"']{8,4096})/i),
  kind(['"auth"'], /"auth"\s{0,4}:\s{0,4}"([A-Za-z0-9+/]{8,4096}={0,2})"/),
  kind(
    ['x-api-key', 'x-goog-api-key', 'private-token', 'x-auth-token'],
    /(?:x-api-key|x-goog-api-key|private-token|x-auth-token)["']{0,2}\s{0,3}[:=]\s{0,3}["']?([^\s"',;]{8,4096})/i,
  ),
  // Files of tools: .netrc, .pgpass, .htpasswd and shadow, redis.conf, JSON web keys.
  kind(['login '], /login[ \t]{1,4}[^\s]{1,128}\s{1,8}password[ \t]{1,4}([^\s"'`{}]{1,256})/),
  kind(
    [':5432:', ':*:', ':6432:', ':5433:'],
    /(?:^|\n|[ \t])[\w.*-]{1,128}:(?:\d{2,5}|\*):[\w*-]{1,64}:[\w.*-]{1,64}:([^\s:]{4,128})(?=\s|$)/,
  ),
  kind(
    ['$2a$', '$2b$', '$2y$', '$apr1$', '$argon2', '$5$', '$6$', '$1$', '$y$'],
    /\$(?:2[aby]\$\d\d\$[./A-Za-z0-9]{53}|apr1\$[./\w]{1,8}\$[./A-Za-z0-9]{22}|argon2(?:id|i|d)\$[\w$=,+/-]{30,256}|[156y]\$(?:rounds=\d{1,9}\$)?[./\w]{1,32}\$[./A-Za-z0-9]{22,128})/,
  ),
  kind(['pbkdf2_sha'], /pbkdf2_sha\d{1,3}\$\d{1,9}\$[\w+/.-]{4,64}\$[\w+/=.-]{20,128}/),
  kind(['requirepass', 'masterauth'], /(?:requirepass|masterauth)[ \t]{1,4}"?([^\s"]{4,256})/),
  kind(['"d"', '"k"'], /"[dk]"\s{0,4}:\s{0,4}"([\w-]{30,1024})"/, 3.5),
  // Commands that take a password without naming it.
  kind(
    ['curl'],
    /curl(?:(?!curl)[^\n]){0,200}?[ \t](?:-u|-U|--user|--proxy-user)[ =]?["']?[^\s:"']{1,64}:([^\s"']{3,128})/,
  ),
  kind(
    ['wget ', 'http ', 'https '],
    /(?:wget|https?) (?:(?!wget |https? )[^\n]){0,120}?[ \t](?:-a|--auth)[ =]["']?[^\s:"']{1,64}:([^\s"']{3,128})/,
  ),
  kind(['sshpass'], /sshpass[ \t]{1,4}-p[ \t]{0,4}["']?([^\s"']{3,128})/),
  kind(
    ['mysql', 'mariadb'],
    /(?:mysql|mariadb)(?:(?!mysql|mariadb)[^\n|;&]){0,180}?[ \t]-p["']?(?!assword|ort|rotocol|lugin|ager|ipe)([^\s"'=-][^\s"']{3,127})/,
  ),
  kind(['redis-cli'], /redis-cli(?:(?!redis-cli)[^\n|;&]){0,120}?[ \t](?:-a|--pass)[ \t]{1,4}["']?([^\s"']{4,128})/),
  kind(
    ['login', 'twine'],
    /(?:login|twine)(?:(?!login|twine)[^\n|;&]){0,160}?[ \t]-p[ \t]{1,4}["']?([^\s"'$-][^\s"']{3,255})/,
  ),
  kind(
    ['htpasswd'],
    /htpasswd[ \t]{1,4}-[a-zA-Z]{0,4}b[a-zA-Z]{0,4}[ \t]{1,4}(?:[^\s]{1,128}[ \t]{1,4}){1,2}?["']?([^\s"']{4,128})["']?(?=[ \t]{0,16}(?:\n|$|[|;&]))/,
  ),
  kind(['openssl'], /openssl(?:(?!openssl)[^\n|;&]){0,200}?[ \t]-pass(?:in|out)?[ \t]{1,4}["']?pass:([^\s"']{3,128})/),
  kind(['chpasswd'], /chpasswd[ \t]{0,4}<<<[ \t]{0,4}["']?[\w.-]{1,32}:([^\s"']{3,128})/),
  kind(
    ['echo '],
    /echo[ \t]{1,4}(?:-n[ \t]{1,4})?["']?([^\s"'|$]{6,512})["']?[ \t]{0,4}\|[ \t]{0,4}(?:[\w./-]{1,40}[ \t]{1,4}){1,8}[^\n|]{0,80}--password-stdin/,
  ),
  kind(
    ['echo '],
    /echo[ \t]{1,4}["']?[\w.-]{1,32}:([^\s"'|$]{4,128})["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4})?chpasswd/,
  ),
  kind(['::add-mask::'], /::add-mask::([^\r\n]{3,4096})/),
  kind(['[add-mask]'], /\[add-mask\]([^\r\n]{3,4096})/),
  kind(
    ['identified by', 'identified with'],
    /identified (?:by|with [\w]{1,40} by)[ \t]{1,4}["']([^"'\n]{3,128})["']/i,
    1.5,
  ),
  kind(['unseal key'], /unseal key(?: \d{1,2})?: {1,4}([A-Za-z0-9+/=]{40,120})/i),
  // Written out in words.
  kind(
    ['mnemonic', 'seed phrase', 'seed_phrase', 'recovery phrase'],
    /(?:mnemonic|seed[ _]phrase|recovery phrase)["']?\s{0,3}[:=]\s{0,3}["']?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})/i,
  ),
];
