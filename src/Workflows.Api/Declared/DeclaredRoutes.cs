using System.Text.Json.Nodes;
using Workflows.Api.Documents;
using Workflows.Api.Http;
using Workflows.Api.Problems;
using Workflows.Api.Reading;
using Workflows.Api.Routing;
using Workflows.Archive.Catalog;
using Workflows.Archive.Catalog.Errors;
using Workflows.Core.Errors;
using Workflows.Core.Plans;

namespace Workflows.Api.Declared;

/// <summary><c>/v1/declared</c>: clusters, plans, schedules and rules for events, all in one way.</summary>
internal sealed class DeclaredRoutes(ApiServices services, ApiLimits limits)
{
    private const string OfKind = "/v1/declared/{kind}";
    private const string OfOne = "/v1/declared/{kind}/{name}";

    public IEnumerable<ApiRoute> All() =>
    [
        new("GET", new(OfKind), "listDeclared", $"Lists what is declared of a kind: {Kinds}.", ListAsync)
        {
            Answer = new(200, "The resources, by name.", typeof(ResourceListDocument)),
            Problems = [404],
        },
        new("GET", new(OfOne), "getDeclared", "Tells all that is known of a declared resource. Its ETag is for If-Match.", GetAsync)
        {
            Answer = new(200, "The resource.", typeof(ResourceDescriptionDocument)),
            Problems = [404],
        },
        new("PUT", new(OfOne), "putDeclared", "Declares a resource, as 'workflows apply' does; with If-Match or If-None-Match: * only if it is as that says.", PutAsync)
        {
            Body = Schema(),
            IsBodyRequired = true,
            Answer = new(200, "It is declared so.", typeof(AppliedResourceDocument)),
            Problems = [404, 409, 412],
        },
        new("DELETE", new(OfOne), "deleteDeclared", "Deletes a declared resource that nothing refers to.", DeleteAsync)
        {
            Answer = new(200, "It is gone.", typeof(ResourceDeletionDocument)),
            Problems = [404, 409],
        },
    ];

    private static string Kinds => string.Join(", ", ResourceKind.All.Select(kind => kind.Plural));

    private async Task<ApiResponse> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var kind = KindOf(call);
        var listed = await new DeclaredStore(services).Catalog.ListAsync(kind, cancellationToken).ToListAsync(cancellationToken);
        return ApiResponse.Of(200, ResourceListDocument.Of(services.Store, kind.Name, listed));
    }

    private async Task<ApiResponse> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var (kind, name) = (KindOf(call), call.NameOf("resource"));
        var declared = new DeclaredStore(services);
        var found = await declared.Catalog.RequireAsync(kind, name, cancellationToken);
        var users = await declared.Changes.UsersAsync(kind, name, cancellationToken);
        return ApiResponse.Of(200, ResourceDescriptionDocument.Of(services.Store, found, users)).With("ETag", TagOf(found));
    }

    private async Task<ApiResponse> PutAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var (kind, name) = (KindOf(call), call.NameOf("resource"));
        var asked = await ReadAsync(call.Request, kind, name, cancellationToken);
        var declared = new DeclaredStore(services);
        var change = (await PlanAsync(declared.Changes, asked, cancellationToken))[0];
        RequireAsSaid(call.Request, change.Before, kind, name);

        // Whoever else writes meanwhile is found out by the store: what was looked at above is what is replaced.
        await declared.Changes.ApplyAsync([change], cancellationToken: cancellationToken);
        var written = await declared.Catalog.RequireAsync(kind, name, cancellationToken);
        return ApiResponse.Of(200, AppliedResourceDocument.Of(change)).With("ETag", TagOf(written));
    }

    private async Task<ApiResponse> DeleteAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var (kind, name) = (KindOf(call), call.NameOf("resource"));
        var declared = new DeclaredStore(services);
        return await declared.Changes.DeleteAsync(kind, name, cancellationToken)
            ? ApiResponse.Of(200, new ResourceDeletionDocument(kind.Name, name))
            : throw new ResourceNotFoundException(declared.Catalog.Location, kind, name);
    }

    private async Task<DeclaredResource> ReadAsync(ApiRequest request, ResourceKind kind, string name, CancellationToken cancellationToken)
    {
        var json = await JsonBody.ReadJsonAsync(request, limits.BodyBytes, cancellationToken)
            ?? throw ApiException.Invalid("", "A declared resource is expected as the body, and there is none.");
        DeclaredResource declared;
        try
        {
            declared = PlanReader.ReadKept(json, "the body");
        }
        catch (PlanException wrong)
        {
            throw Invalid(wrong);
        }

        return declared.Kind != kind ? throw ApiException.Invalid("kind", $"The path says {kind}, and the body {declared.Kind}.")
            : declared.Resource.Name != name ? throw ApiException.Invalid("metadata.name", "The path says another name than the body.")
            : declared;
    }

    private static async Task<IReadOnlyList<ResourceChange>> PlanAsync(
        CatalogChanges changes, DeclaredResource asked, CancellationToken cancellationToken)
    {
        try
        {
            return await changes.PlanAsync([asked], cancellationToken);
        }
        catch (PlanException wrong)
        {
            throw Invalid(wrong);
        }
    }

    private static void RequireAsSaid(ApiRequest request, StoredResource? before, ResourceKind kind, string name)
    {
        if (request.Headers.TryGetValue(ApiHeaders.IfMatch, out var wanted) && !(before is not null && (wanted == "*" || wanted == TagOf(before))))
        {
            throw new ApiException(
                412, ErrorKind.Conflict, $"{kind} \"{name}\" is not as If-Match says: somebody changed or deleted it. Look at what it says now, and do it again.");
        }

        if (request.Headers.TryGetValue(ApiHeaders.IfNoneMatch, out var unwanted))
        {
            if (unwanted != "*")
            {
                throw ApiException.Invalid("If-None-Match", "'*' is taken here: only if there is none.");
            }

            if (before is not null)
            {
                throw new ApiException(412, ErrorKind.Conflict, $"There is a {kind} \"{name}\", and If-None-Match says that there must be none.");
            }
        }
    }

    private static ApiException Invalid(PlanException wrong) =>
        ApiException.Invalid([.. wrong.Problems.Select(problem => new FieldProblem(problem.Field, problem.Text))]);

    private static string TagOf(StoredResource resource) => $"\"{resource.Uid:N}-{resource.Generation}\"";

    private static ResourceKind KindOf(ApiCall call) => ResourceKind.Find(call.Values["kind"])
        ?? throw new ApiException(404, ErrorKind.NotFound, $"There is no such kind; there are {Kinds}.");

    private static JsonObject Schema()
    {
        var schema = JsonNode.Parse(PlanSchema.Text)!.AsObject();
        schema.Remove("$schema");
        return schema;
    }
}
