// The vault: a key that backups' keys are wrapped with, and room for kubeconfigs as secrets.
param vaultName string
param location string
param tags object
param isPrivate bool

@description('Who wraps keys and reads kubeconfigs.')
param principalId string

// Key Vault Crypto Service Encryption User: reads the key's public half, wraps and unwraps with it. Given for the one key. It
// can't export, change or delete it.
var wrapsKeys = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'

// Key Vault Secrets User: reads the kubeconfigs that clusters are declared with. It can't list, change or delete any.
var readsSecrets = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Whoever loses the key loses the backups: nobody can purge it before those 90 days are over.
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource key 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: 'backups'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    attributes: { enabled: true }
  }
}

resource wraps 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(key.id, principalId, wrapsKeys)
  scope: key
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', wrapsKeys)
  }
}

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, readsSecrets)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readsSecrets)
  }
}

output id string = vault.id
output keyUri string = key.properties.keyUri
