// The account of the archives: versions, soft delete and locks of single versions; no keys, nothing public, TLS 1.2.
param accountName string
param location string
param tags object
param redundancy string
param softDeleteDays int
param isPrivate bool

@description('Who reads and writes archives.')
param principalId string

// Storage Blob Data Contributor: reads, writes and deletes blobs, makes the containers of claims beside the store's own (so
// it is given for the account), and signs what movers get (generateUserDelegationKey). It can't delete versions, so that
// what the service deletes can be brought back by others only.
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

var containerName = 'archives'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: accountName
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
    // An account gets this only when it is created, and never loses it. Without a policy of the account's own: each backup
    // says itself how long it is kept.
    immutableStorageWithVersioning: { enabled: true }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
      allowPermanentDelete: false
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: containerName
  properties: { publicAccess: 'None' }
}

// With versions, what is deleted or replaced stays as an earlier version until somebody deletes that: this does. What a policy
// or a legal hold keeps is left until that has ended.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'earlier-versions'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: {
              version: { delete: { daysAfterCreationGreaterThan: softDeleteDays } }
            }
          }
        }
      ]
    }
  }
  dependsOn: [
    blobs
  ]
}

// Locks and legal holds take a right of their own, which Storage Blob Data Owner has beside many others that nobody needs here.
resource lockRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, accountName, 'locks')
  properties: {
    roleName: 'Workflows locks of ${accountName}'
    description: 'Sets immutability policies and legal holds of blobs, and nothing else.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/immutableStorage/runAsSuperUser/action']
        notDataActions: []
      }
    ]
  }
}

resource locks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, 'locks')
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: lockRole.id
  }
}

resource uses 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, blobContributor)
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobContributor)
  }
}

output id string = account.id
output containerName string = containerName
output store string = '${account.properties.primaryEndpoints.blob}${containerName}'
