// Creates a container with the account's key: node create-container.mjs NAME, with AZURE_STORAGE_CONNECTION_STRING.
// https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
import { createHmac } from 'node:crypto';

const name = process.argv[2];
const settings = Object.fromEntries(
  process.env.AZURE_STORAGE_CONNECTION_STRING.split(';').filter(Boolean)
    .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
const url = new URL(`${settings.BlobEndpoint}/${name}?restype=container`);
const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-12-02' };
const signed = ['PUT', '', '', '', '', '', '', '', '', '', '', '',
  `x-ms-date:${headers['x-ms-date']}`, `x-ms-version:${headers['x-ms-version']}`,
  `/${settings.AccountName}${url.pathname}`, 'restype:container'].join('\n');
const signature = createHmac('sha256', Buffer.from(settings.AccountKey, 'base64')).update(signed, 'utf8').digest('base64');
const answer = await fetch(url, {
  method: 'PUT',
  headers: { ...headers, authorization: `SharedKey ${settings.AccountName}:${signature}` },
});
if (!answer.ok && answer.headers.get('x-ms-error-code') !== 'ContainerAlreadyExists') {
  console.error(`error: container '${name}' could not be created: ${answer.status} ${answer.headers.get('x-ms-error-code') ?? ''}`);
  process.exit(1);
}
