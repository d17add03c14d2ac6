using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>
/// <c>/approvals/{id}</c> for a browser without script. Opened, it asks for a key and says nothing; the key comes in the body of a form, is used for that one request and is never written back, so deciding asks for it again.
/// </summary>
internal static class ApprovalPages
{
    public static void MapApprovalPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/approvals/{id}", static context => PageAnswer.WriteAsync(context, 200, ApprovalHtml.AskForKey(null)))
            .Requires(AccessRequirement.Anonymous)
            .Describes(new ApiOperation("getApprovalPage", "The page on which a person shows their key, looks at an approval and decides.") { MediaType = "text/html" });
        endpoints.MapPost("/approvals/{id}", PostAsync)
            .Requires(AccessRequirement.Anonymous)
            .Describes(new ApiOperation("postApprovalPage", "A form of that page: fields key, do (view or a decision), digest, comment, value, breakGlass.") { MediaType = "text/html" });
    }

    private static async Task PostAsync(HttpContext context)
    {
        if (!context.RequestServices.GetRequiredService<SameOrigin>().Holds(context.Request) || await PageForm.ReadAsync(context.Request, context.RequestAborted) is not { } form)
        {
            await RefuseAsync(context, ApiErrors.InvalidRequest(null, "This form did not come from this page. Open the link again."));
            return;
        }

        var (caller, error) = await AuthenticateAsync(context, form["key"]);
        if (caller is null)
        {
            await RefuseAsync(context, error!);
            return;
        }

        context.State().Caller = caller;
        var decision = ApprovalNames.FindDecision(form["do"]);
        var outcome = decision is { } decided ? await DecideAsync(context, caller, decided, form) : await ReadAsync(context, caller);
        if (outcome.Value is { } approval)
        {
            await PageAnswer.WriteAsync(context, 200, ApprovalHtml.Show(approval, decision is null ? null : $"Your decision was recorded. It is {ApprovalNames.Of(approval.Status)}.", null));
            return;
        }

        // Who may look at it is shown why, beside what it is now.
        var refusal = outcome.Error!;
        if (decision is null || (await ReadAsync(context, caller)).Value is not { } seen)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        context.State().ErrorCode = refusal.Code;
        await PageAnswer.WriteAsync(context, refusal.Status, ApprovalHtml.Show(seen, null, refusal.Message));
    }

    private static async ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context, string? key)
    {
        if (key is null) return ApiErrors.InvalidApiKey;
        var services = context.RequestServices;
        var result = await services.GetRequiredService<IAuthenticator>()
            .AuthenticateAsync(new PresentedCredential(key.Trim(), Source: services.GetRequiredService<ClientAddress>().Find(context)), context.RequestAborted);
        if (result.Caller is not { } caller) return result;
        if (caller.Principal.Kind == PrincipalKind.Agent) return ApiErrors.NotEntitled("An agent never decides.");
        return caller.Access.Has(AccessScopes.ApprovalsRead) || caller.Access.Has(AccessScopes.ApprovalsDecide) || caller.Access.Has(AccessScopes.ApprovalsBreakGlass)
            ? result
            : ApiErrors.NotEntitled("This key may not see approvals.");
    }

    private static async ValueTask<Outcome<Approval>> DecideAsync(HttpContext context, Caller caller, ApprovalDecision decision, PageForm form)
    {
        JsonElement? value = null;
        if (decision is ApprovalDecision.Answer or ApprovalDecision.Happened && form["value"] is { } text && (value = Parse(text)) is null) return ApiErrors.InvalidRequest("value", "The answer is not JSON. Text stands in quotes: \"yes\".");
        var answer = new ApprovalAnswer(decision, form["digest"] ?? "", form["comment"]?.Replace("\r\n", "\n", StringComparison.Ordinal), value, form["breakGlass"] == "true");
        return await context.RequestServices.GetRequiredService<ApprovalDecisions>().DecideAsync(caller, context.GetRequestId(), Id(context), answer, context.RequestAborted);
    }

    private static ValueTask<Outcome<Approval>> ReadAsync(HttpContext context, Caller caller) =>
        context.RequestServices.GetRequiredService<ApprovalReader>().GetAsync(ApprovalViewer.Of(caller), Id(context), context.RequestAborted);

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext context, ApiError error)
    {
        context.State().ErrorCode = error.Code;
        return PageAnswer.WriteAsync(context, error.Status, ApprovalHtml.AskForKey(error.Message));
    }

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;
}
