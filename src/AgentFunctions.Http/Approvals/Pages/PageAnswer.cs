using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>Writes a page with what keeps browsers from doing anything else with it: no script, no frame, no foreign form, nothing kept.</summary>
internal static class PageAnswer
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
        + "h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ddd}th{width:11rem;font-weight:600}"
        + "pre{background:#f5f5f5;border:1px solid #ddd;padding:.8rem;white-space:pre-wrap;overflow-wrap:anywhere}code{overflow-wrap:anywhere}label{display:block;margin:.8rem 0 .2rem;font-weight:600}"
        + "input[type=password],textarea{width:100%;box-sizing:border-box;font:inherit;padding:.4rem}button{font:inherit;padding:.5rem 1.2rem;margin:1rem .6rem 0 0}.note{border-left:4px solid #0a5;padding:.4rem .8rem;background:#effaf3}.problem{border-left:4px solid #b00;padding:.4rem .8rem;background:#fdf0f0}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="content">HTML, everything of others in it encoded.</param>
    public static async Task WriteAsync(HttpContext context, int status, string content)
    {
        var page = Encoding.UTF8.GetBytes(
            $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n<title>Approval</title>\n<style>{Style}</style>\n</head>\n<body>\n{content}</body>\n</html>\n");
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Not no-referrer: browsers then send a form with the origin "null".
        headers["Referrer-Policy"] = "same-origin";
        await response.Body.WriteAsync(page, context.RequestAborted);
    }
}
